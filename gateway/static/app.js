/* What pages gain where scripts run. Each works without: this file adds, it never carries.
   Nothing is kept longer than the tab, and nothing at all once somebody signs out: phones are
   shared. */
"use strict";
(() => {
  const body = document.body;
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const STORE = "amuddu:";
  const said = (text, tone, where) => {
    let line = (where || document).querySelector(".status");
    if (!line) {
      line = document.createElement("p");
      line.className = "status";
      line.setAttribute("role", "status");
      document.querySelector("main").prepend(line);
    }
    line.textContent = text;
    line.classList.toggle("bad", tone === "bad");
  };

  /* --- one click, one act --- */
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (navigator.onLine === false) {
      event.preventDefault();
      said(body.dataset.offline, "bad", form);
      const button = event.submitter;
      window.addEventListener("online", () => form.requestSubmit(button), { once: true });
      return;
    }
    form.dataset.sent = "1";
    if (form.dataset.busy) said(form.dataset.busy, "", form);
    // Later, not now: a disabled button would not send its own name and value.
    setTimeout(() => form.querySelectorAll("button").forEach((b) => b.setAttribute("aria-disabled", "true")));
    setTimeout(release, 15000, form);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) each("form", release); });

  /* --- the first error --- */
  const wrong = document.querySelector("main [autofocus], main [aria-invalid=true]") || document.getElementById("problems");
  if (wrong) wrong.focus();

  /* --- nothing typed is lost --- */
  const typed = (form) => [...form.elements].filter((field) => field.name
    && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const forget = (key) => sessionStorage.removeItem(STORE + key);
  const forgetAll = () => Object.keys(sessionStorage).filter((key) => key.startsWith(STORE)).forEach((key) => sessionStorage.removeItem(key));
  try {
    if (!("signedIn" in body.dataset)) forgetAll();
    const sent = sessionStorage.getItem(STORE + "sent");
    if (sent && sent !== location.pathname) forget(sent);  // the server answered with another page
    forget("sent");
    each("form[data-leaves]", (form) => form.addEventListener("submit", forgetAll));
    each("form[data-keep]", (form) => {
      const key = location.pathname;
      const kept = JSON.parse(sessionStorage.getItem(STORE + key) || "null");
      let restored = false;
      if (kept && !wrong) typed(form).forEach((field) => {
        const box = field.type === "checkbox" || field.type === "radio";
        const value = kept[box ? field.name + "=" + field.value : field.name];
        if (value === undefined || value === (box ? field.checked : field.value)) return;
        if (box) field.checked = value; else field.value = value;
        restored = true;
      });
      if (restored) said(body.dataset.kept, "", form);
      const keep = () => sessionStorage.setItem(STORE + key, JSON.stringify(Object.fromEntries(typed(form).map(
        (field) => field.type === "checkbox" || field.type === "radio" ? [field.name + "=" + field.value, field.checked] : [field.name, field.value]))));
      form.addEventListener("input", keep);
      form.addEventListener("submit", () => sessionStorage.setItem(STORE + "sent", key));
    });
  } catch { /* a browser that keeps nothing: the form still works */ }

  /* --- saved while one types --- */
  each("form[data-autosave]", (form) => {
    let timer = 0, wait = 4000;
    const save = async () => {
      if (form.dataset.sent) return;
      try {
        const answer = await fetch(form.action, {
          method: "POST", headers: { "X-Autosave": "1" }, body: new URLSearchParams(new FormData(form)),
        });
        wait = 4000;
        if (answer.status === 204) { said(body.dataset.saved, "", form); forget(location.pathname); }
      } catch {
        said(body.dataset.offline, "bad", form);
        timer = setTimeout(save, wait);
        wait = Math.min(wait * 2, 60000);
      }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
    window.addEventListener("online", () => { if (timer) save(); });
  });

  /* --- words that do not belong in a text about somebody, or in an offer, as it is typed --- */
  const SCREENED = ["text", "note", "although", "comment", "justification", "about"];
  const OFFERED = ["title", "occupation", "description", "essential_skills", "wanted_skills"];
  const screen = (field) => {
    const token = field.form?.elements.csrf_token;
    const address = field.form?.dataset.wording || "/textes";
    const kind = /^(reference(_\d+)?|proof)$/.test(field.name) ? "paper" : "text";
    const about = kind === "paper" || SCREENED.includes(field.name) || field.name.endsWith(".description");
    if (!token || !(address === "/textes" ? about : OFFERED.includes(field.name))) return;
    if (!("signedIn" in body.dataset)) return;
    let timer = 0;
    let line = null;
    const look = async () => {
      const asked = field.value;
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ csrf_token: token.value, text: asked, kind }) }).catch(() => null);
      if (!answer?.ok || field.value !== asked) return;
      const { said: found } = await answer.json();
      if (!line) {
        line = document.createElement("p");
        line.className = "muted small";
        line.setAttribute("role", "status");
        field.after(line);
      }
      line.textContent = found;
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 700); });
  };
  const TEXTS = "textarea, input:not([type]), input[type=text]";
  each(TEXTS, screen);
  document.addEventListener("amuddu:swapped", (event) => event.detail.querySelectorAll(TEXTS).forEach(screen));

  document.addEventListener("toggle", (event) => event.target.querySelector(".find-open input")?.focus(), true);

  /* --- a menu closes when one goes elsewhere --- */
  const shut = (but) => each("details.menu[open]", (menu) => { if (!menu.contains(but)) menu.open = false; });
  document.addEventListener("click", (event) => shut(event.target));
  document.addEventListener("focusin", (event) => shut(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* --- read aloud: a file of its own, where there is something to read --- */
  if (window.speechSynthesis && document.querySelector("button[data-read]")) {
    window.amuddu = { each, said };
    document.head.append(Object.assign(document.createElement("script"), { src: body.dataset.reader }));
  }

  /* --- small helps --- */
  each("button[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
  each("textarea[data-picks]", (area) => {
    const add = (line) => {
      const lines = area.value.split("\n").map((one) => one.trim()).filter(Boolean);
      if (!lines.includes(line)) area.value = [...lines, line].join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    each("input[data-pick]", (box) => box.addEventListener("change", () => { if (box.checked) add(box.value); }));
  });
})();
