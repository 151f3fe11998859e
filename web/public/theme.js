// Runs before the first paint, so that nobody who chose a theme sees the other one flash.
try {
  const theme = JSON.parse(localStorage.getItem("schoolyard.theme"));
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the system's theme it is.
}
