// English of charts for pages of other sites: fetched with their dialog.

export const embedding = {
  "embed.title": "Show a chart or a view on another site",
  "embed.what": "Chart or view",
  "embed.charts": "Charts",
  "embed.views": "Views inside the networks",
  "embed.view": "View",
  "embed.view.live": "as it is at each moment of the training",
  "embed.view.frozen": "by the weights that were kept last, and never otherwise",
  "embed.view.most": "A frame shows the inside of {most} runs at most: of those that are looked into.",
  "embed.waits": "The server is asked…",
  "embed.gone": "These runs, or this view of them, are not there any more.",
  "embed.curves": "Curves",
  "embed.live": "as they grow: drawn anew every five seconds while a run is at work",
  "embed.frozen": "as they are now, and never otherwise",
  "embed.code": "HTML for the other page",
  "embed.copy": "Copy the code",
  "embed.copied": "Copied.",
  "embed.most": "A frame shows {most} runs at most: the first of those on the charts.",
  "embed.sites": "These sites may show it: {sites}. Others get an empty frame.",
  "embed.nobody": "No other site may show it yet. Whoever starts the server names them, as in {variable}; others get an empty frame.",
  "embed.alone": "The page is open under an address of this computer alone: open it under the server's own, and the code has that.",
};
