// English of charts that are saved, one or all, and of curves that others measured.

export const saving = {
  "save.title": "Save {title}",
  "save.all": "Save all",
  "save.all.svg": "All charts as drawings (SVG)",
  "save.all.png": "All charts as pictures (PNG)",
  "save.all.pdf": "All charts as one PDF",
  "save.all.tex": "All charts for LaTeX (pgfplots)",
  "save.embed": "A chart or a view for another site (HTML)",
  "save.others": "Lay curves of others behind (CSV, event file)",
  "save.others.away": "Take the grey curves away",
  "save.others.opened.one": "One curve of others lies behind yours, in grey.",
  "save.others.opened.other": "{count} curves of others lie behind yours, in grey.",
  "save.others.none": "No curve was found in it: a column of steps or epochs, and one named like a chart ({series}).",
  "save.png": "Picture (PNG)",
  "save.svg": "Drawing (SVG)",
  "save.csv": "Numbers (CSV)",
  "save.py": "Matplotlib script",
  "save.about": "Drawn by Schoolyard {version}. Run it with Python; with a file name behind it the figure is saved there.",
  "save.thinned": "There were too many points: each line has the lowest and the highest value of each of {columns} stretches.",
  "save.smoothed": "smoothed over about {points} points",
} as const;
