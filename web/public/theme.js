// Runs before the first paint, so that nobody who chose a theme or large letters sees the page without them flash by.
let large = false;
try {
  const theme = JSON.parse(localStorage.getItem("schoolyard.theme"));
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  large = JSON.parse(localStorage.getItem("schoolyard.large")) === true;
} catch {
  // Storage is forbidden: the system's theme it is.
}
document.documentElement.toggleAttribute("data-large", large);
document.documentElement.toggleAttribute("data-roomy", innerWidth / (large ? 1.875 : 1) >= 1200);
