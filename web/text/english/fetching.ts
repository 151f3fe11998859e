// Words of what stands in the way of Train: data that are to be fetched, and networks that are too large.

export const fetching = {
  "fetch.offer": "{title} is not on this machine yet.",
  "fetch.facts": "{size} on the disk, from {source}. Published by {published}.",
  "fetch.facts.unsigned": "{size} on the disk, from {source}.",
  "fetch.licence": "Licence:",
  "fetch.press": "Fetch {title} ({size})",
  "fetch.again": "Try again",
  "fetch.begins": "Fetching {title}…",
  "fetch.going": "Fetching {title}: {done} of {size}.",
  "fetch.title": "Fetching {title}",
  "fetch.cancel": "Cancel",
  "fetch.cancelled": "It was cancelled. Nothing half fetched is used.",
  "fetch.teacher": "Ask your teacher to fetch it.",

  "long.about": "About {time}",
  "long.least": "At least {time}",
  "long.network": "{time} an epoch on this machine.",
  "long.published": "{time} an epoch on this machine: the published network is too large to learn here.",
  "long.days": "{days} days",
  "long.all": "{all} for all of it.",
  "long.room": "The published network is too large to learn here.",
  "long.classroom": "Take the size for a classroom",
};
