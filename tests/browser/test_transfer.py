"""Keep the eyes, change the job: from a run to a network that begins with its layers, in both languages."""

from playwright.sync_api import expect

from tests.browser.visit import Visit, link

SMALL = {"task__examples": 200, "task__validation": 100, "training__batches": 4}


def test_a_runs_network_becomes_the_body_of_another_and_what_it_keeps_is_seen_in_both_languages(visit: Visit) -> None:
    page = visit.page
    visit.open(link("digits", "convnet", **SMALL, architecture__blocks="4k5 max2", task__which="first half"))
    visit.train()
    visit.await_end()
    page.locator(".Runs_runs tr.Runs_run").first.get_by_role("button", name="More for").click()
    page.get_by_role("menuitem", name="Keep its eyes, change the job…").click()
    body = visit.control("/architecture/weights").get_by_role("combobox")
    expect(body).not_to_have_value("")
    expect(visit.control("/architecture/weights")).to_contain_text("Convolutional network that has learnt Digits")
    visit.train()
    page.get_by_role("tab", name="Layers", exact=True).click()
    page.get_by_role("tab", name="What was kept", exact=True).click()
    panel = page.locator(".Inside_one-run")
    expect(panel).to_contain_text("1 of 2 layers are frozen", timeout=60_000)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(panel).to_contain_text("2 层里有 1 层冻结了")


def test_weights_of_another_network_are_opened_where_they_agree_and_it_is_said_what_does_not(visit: Visit) -> None:
    page = visit.page
    visit.open(link("digits", "convnet", **SMALL, architecture__blocks="4k5 max2"))
    visit.train()
    visit.await_end()
    run = visit.runs()[0]
    weights = page.request.get(f"{visit.address}/api/runs/{run['id']}/export/weights.safetensors").body()
    visit.open(link("digits", "convnet", **SMALL, architecture__blocks="4k5 max2 dense8"))
    chosen = page.get_by_label("Open weights…")
    chosen.set_input_files({"name": "eyes.safetensors", "mimeType": "application/octet-stream", "buffer": weights})
    note = page.get_by_role("group", name="Weights from a file")
    expect(note).to_contain_text(
        "It begins with these layers of the file: conv1. Not from it: dense1 (not in the file)"
    )
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(page.get_by_role("status").filter(has_text="这些层用文件里的权重：conv1")).to_be_visible()


def test_a_frozen_network_finds_a_digit_and_both_boxes_are_drawn(visit: Visit) -> None:
    page = visit.page
    visit.open(link("scenes_box", "transfer", **SMALL))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Answers", exact=True).click()
    panel = page.locator(".Inside_one-run")
    expect(panel).to_contain_text("The right box is blue, the network's orange")
    expect(panel.locator(".Answers_image")).to_have_count(60)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(panel).to_contain_text("蓝色")
