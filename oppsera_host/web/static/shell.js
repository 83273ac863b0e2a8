// The frame of every page: menu on small screens, light and dark, tenant switcher, signing out, basic forms.
const root = document.documentElement;
const csrfToken = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function notice(text) {
  const place = document.querySelector("[data-host-notice]");
  if (!place) return;
  place.textContent = text;
  place.hidden = false;
}

async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrfToken, Accept: "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? document.querySelector("[data-host-notice]")?.dataset.failed), { problem: answer });
  return answer;
}

async function sendAndGo(path, body) {
  try {
    const answer = await send("POST", path, body);
    location.assign(answer.next);
  } catch (error) {
    notice(error.message);
  }
}

const menuButton = document.querySelector("[data-menu-button]");
function showMenu(open) {
  menuButton.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("menu-open", open);
}
menuButton?.addEventListener("click", () => showMenu(menuButton.getAttribute("aria-expanded") !== "true"));
const dropdown = document.querySelector("[data-dropdown]");
document.addEventListener("click", (event) => {
  if (dropdown?.open && !dropdown.contains(event.target)) dropdown.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && dropdown?.open) {
    dropdown.open = false;
    dropdown.querySelector("summary").focus();
  } else if (event.key === "Escape" && document.body.classList.contains("menu-open")) {
    showMenu(false);
    menuButton.focus();
  }
});

const themeButton = document.querySelector("[data-theme-toggle]");
function showTheme() {
  themeButton?.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
}
themeButton?.addEventListener("click", () => {
  root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("oppsera-theme", root.dataset.bsTheme);
  } catch {
    // Without storage the choice lasts for this page.
  }
  showTheme();
});
showTheme();

document.querySelector("[data-logout]")?.addEventListener("click", () => sendAndGo("/logout"));
document.querySelector("[data-tenant-switch]")?.addEventListener("change", (event) =>
  sendAndGo("/session/tenant", { tenantId: event.target.value }),
);

document.querySelector("[data-language-switch]")?.addEventListener("change", async (event) => {
  try {
    await send("POST", "/session/language", { language: event.target.value });
    location.reload();
  } catch (error) {
    notice(error.message);
  }
});

// An addon may bring a richer <oppsera-form>; without one, settings must still be changeable.
class BasicForm extends HTMLElement {
  connectedCallback() {
    const form = document.createElement("form");
    form.append(...this.childNodes);
    this.append(form);
    form.addEventListener("click", (event) => {
      // The second click of a double-click; counted across a reload, it would press what lies there by then.
      if (event.detail > 1 && event.target.closest("button:not([type=button])")) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit(form);
    });
  }

  async submit(form) {
    const question = this.dataset.confirm;
    if (question && !confirm(question)) return;
    const values = [...new FormData(form)].filter(([, value]) => value !== "");
    try {
      const answer = await send(this.getAttribute("method") ?? "POST", this.getAttribute("action"), Object.fromEntries(values));
      this.showSaved(form, answer);
    } catch (error) {
      const fields = Object.values(error.problem?.fields ?? {}).flat();
      notice([error.message, ...fields].join(" "));
    }
  }

  showSaved(form, answer) {
    if ("reset" in this.dataset) form.reset();
    for (const place of this.querySelectorAll("[data-answer]")) {
      place.textContent = answer[place.dataset.answer] ?? "";
      const panel = place.closest("[data-answer-panel]");
      if (panel) panel.hidden = false;
    }
    const success = this.getAttribute("success");
    if (success === "reload") location.reload();
    else if (success) location.assign(success);
    else if (this.dataset.saved) notice(this.dataset.saved);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  if (!customElements.get("oppsera-form")) customElements.define("oppsera-form", BasicForm);
});
