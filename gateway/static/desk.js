/* The ranked list: a person opens beside it without losing the ticks, and keys. Everything here can
   be done without: a line is a link, each key presses a button or follows a link of the page. Keys
   do nothing while somebody types. */
(() => {
  "use strict";
  const people = [...document.querySelectorAll("#list > li.person")];
  const help = document.getElementById("shortcuts");
  const two = document.querySelector(".two");
  const count = document.querySelector(".ticked-count [role=status]");
  for (const hint of document.querySelectorAll(".only-with-script")) hint.hidden = false;
  const pane = () => document.getElementById("ouvert");
  const codeOf = (person) => person?.dataset.code;
  let at = people.findIndex((person) => "#" + person.id === location.hash);

  /* --- the person beside the list ---------------------------------------------------------- */
  let wanted = 0;
  async function show(address) {
    const asked = ++wanted;
    pane().setAttribute("aria-busy", "true");
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (asked !== wanted) return false;
    const found = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("ouvert");
    if (asked !== wanted) return false;
    if (!found) { location.assign(address); return false; }
    pane().replaceWith(found);
    document.dispatchEvent(new CustomEvent("amuddu:swapped", { detail: found }));
    for (const person of people) {
      const link = person.querySelector(".named");
      if (codeOf(person) === found.dataset.code) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    return true;
  }

  async function open(link, { focus }) {
    const address = link.href.split("#")[0];
    if (!(await show(address))) return;
    two.classList.add("chosen");
    history.pushState({ open: true }, "", address);
    const place = people.findIndex((person) => codeOf(person) === pane().dataset.code);
    if (place >= 0) { at = place; people[at].scrollIntoView({ block: "nearest" }); }
    if (focus) pane().focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open], a.to-list");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.dataset.open) { open(link, { focus: true }); return; }
    two.classList.remove("chosen");
    history.pushState({}, "", link.href);
    people.find((person) => codeOf(person) === pane().dataset.code)?.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("popstate", async () => {
    const chosen = new URLSearchParams(location.search).has("ouvert");
    if (await show(location.href.split("#")[0])) two.classList.toggle("chosen", chosen);
  });

  /* --- how many are ticked, for who does not see it ---------------------------------------- */
  document.addEventListener("change", (event) => {
    if (event.target.name !== "p" || !count) return;
    count.textContent = count.dataset.said + " " + document.querySelectorAll("input[name=p]:checked").length;
  });

  /* --- keys -------------------------------------------------------------------------------- */
  let soon = 0;
  function go(to) {
    if (!people.length) return;
    at = Math.min(Math.max(to, 0), people.length - 1);
    people[at].tabIndex = -1;
    people[at].focus();
    clearTimeout(soon);
    soon = setTimeout(() => opened(), 250);
  }

  // A key acts on the person who has the focus, never on the one who was open before.
  async function opened() {
    clearTimeout(soon);
    const person = people[at];
    if (!person) return pane();
    if (codeOf(person) !== pane().dataset.code) {
      const link = person.querySelector(".named");
      if (!(await show(link.href.split("#")[0]))) return null;
      history.replaceState({ open: true }, "", link.href.split("#")[0]);
    }
    return codeOf(people[at]) === pane().dataset.code ? pane() : null;
  }

  async function press(selector) {
    (await opened())?.querySelector(selector)?.click();
  }

  async function unfold(selector) {
    const details = (await opened())?.querySelector(selector)?.closest("details");
    if (!details) return;
    details.open = true;
    (details.querySelector("select, a, button") || details.querySelector("summary")).focus();
  }

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => people[at]?.querySelector("input[name=p]")?.click(),
    o: async () => { if (await opened()) { two.classList.add("chosen"); pane().focus(); } },
    s: () => press("button[value=shortlist]"),
    e: () => unfold("button[value=set_aside]"),
    w: () => unfold("table.why"),
    c: () => document.querySelector("[data-key=c]")?.click(),
    u: () => document.querySelector("[data-key=u]")?.click(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (help.open && event.key !== "?") return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
