// Runs before the page is drawn, so that a dark room stays dark while it loads.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("oppsera-theme");
  } catch {
    // Storage may be switched off; the system's choice is used then.
  }
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
})();
