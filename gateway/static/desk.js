/* Keyboard shortcuts of the ranked list. Everything here can be done without: each key presses a
   button or opens a box that is on the page. Keys do nothing while somebody types. */
(() => {
  "use strict";
  const people = [...document.querySelectorAll("#list > li.person")];
  const help = document.getElementById("shortcuts");
  for (const hint of document.querySelectorAll(".only-with-script")) hint.hidden = false;
  let at = people.findIndex((person) => "#" + person.id === location.hash);

  function go(to) {
    if (!people.length) return;
    at = Math.min(Math.max(to, 0), people.length - 1);
    people[at].tabIndex = -1;
    people[at].focus();
  }

  function within(selector) {
    return at < 0 ? null : people[at].querySelector(selector);
  }

  function open(details) {
    if (!details) return;
    details.open = true;
    (details.querySelector("select, a, button") || details.querySelector("summary")).focus();
  }

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => within("input[name=p]")?.click(),
    s: () => within("button[value=shortlist]")?.click(),
    e: () => open(within("button[value=set_aside]")?.closest("details")),
    w: () => open(within("table.why")?.closest("details")),
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
