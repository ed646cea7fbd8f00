/* Reads a part of a page aloud. Loaded by app.js where a page offers it and the browser can. */
"use strict";
(() => {
  const body = document.body;
  const { each, said } = window.amuddu;
  const voice = window.speechSynthesis;
  if (voice) each("button[data-read]", (button) => {
    const target = document.getElementById(button.dataset.read);
    const lang = button.closest("[lang]").lang;
    const show = () => {
      const voices = voice.getVoices();
      button.hidden = !target || (voices.length > 0 && !voices.some((one) => one.lang.startsWith(lang)));
    };
    show();
    voice.addEventListener?.("voiceschanged", show);
    button.addEventListener("click", () => {
      if (voice.speaking) { voice.cancel(); return; }
      // A telephone may offer to speak and have no voice: silence is said, not left.
      const silent = setTimeout(() => { voice.cancel(); said(body.dataset.silent, "bad", button.parentElement); }, 2500);
      const speech = new SpeechSynthesisUtterance(target.innerText);
      speech.lang = lang;
      speech.rate = 0.9;
      speech.onstart = () => { clearTimeout(silent); button.setAttribute("aria-pressed", "true"); };
      speech.onend = () => button.setAttribute("aria-pressed", "false");
      speech.onerror = (event) => {
        clearTimeout(silent);
        button.setAttribute("aria-pressed", "false");
        if (!["canceled", "interrupted"].includes(event.error)) said(body.dataset.silent, "bad", button.parentElement);
      };
      voice.speak(speech);
    });
  });
  window.addEventListener("pagehide", () => voice?.cancel());
})();
