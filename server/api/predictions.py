"""A trained network asked by other programs."""

from fastapi import APIRouter

from server.api.services import Here
from server.people.person import Asking
from server.schema.predictions import PredictionRequest, Predictions

router = APIRouter()

PYTHON = """import json
import urllib.request

RUN = "http://localhost:8000/api/runs/RUN_ID"


def predict(*inputs, at="best"):
    body = json.dumps({"inputs": inputs, "at": at}).encode()
    asked = urllib.request.Request(f"{RUN}/predict", body, {"content-type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)["answers"]


for one in predict("47+38", "9+5"):
    print(one["answer"], one["sure"])
"""
JAVASCRIPT = """const run = "http://localhost:8000/api/runs/RUN_ID";

async function predict(inputs, at = "best") {
  const body = JSON.stringify({ inputs, at });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${run}/predict`, { method: "POST", headers, body });
  const found = await answer.json();
  if (!answer.ok) throw new Error(`${found.field}: ${found.detail}`);
  return found.answers;
}

for (const { answer, sure } of await predict(["47+38", "9+5"])) console.log(answer, sure);
"""
SAMPLES = {
    "x-codeSamples": [
        {"lang": "Python", "label": "Python, nothing to install", "source": PYTHON},
        {"lang": "JavaScript", "label": "JavaScript, in Node or on a page of this server", "source": JAVASCRIPT},
    ]
}


@router.post("/api/runs/{run}/predict", openapi_extra=SAMPLES)
async def predict(here: Here, person: Asking, run: str, asked: PredictionRequest) -> Predictions:
    """What the network answers to up to 100 inputs, by weights that are kept. It waits its turn among looks."""
    record = here.runs.records.of(person, run)
    return await here.ask.predict(record, asked)
