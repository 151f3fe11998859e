// English of a report: fetched when one is saved.

export const reporting = {
  "report.title": "{title}: {words}",
  "report.runs.one": "{count} run",
  "report.runs.other": "{count} runs",
  "report.made": "{date}. Made by Schoolyard {version} from what was measured.",
  "report.common": "The same in all runs",
  "report.curves": "Curves",
  "report.notes": "Notes",
  "report.band": "Beside the mean of several seeds: {band}.",
  "report.multiply_adds": "Multiply-adds an example",
  "report.seconds": "Seconds of training",
  "report.device": "Device",
  "report.threads": "Threads",
  "report.versions": "Trained with",
  "report.when": "When",
  "report.sure": "How sure",
  "report.setup": "The exact set-up",
  "report.open": "Open in Schoolyard: {names}",
  "report.scripts": "The training as code",
  "report.scripts.words": "Each file runs with PyTorch alone and gives the curve of its run again.",
  "report.scripts.none": "There is no script: {reason}",
};
