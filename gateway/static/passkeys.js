/* Passkeys: asks the browser to make or use one, and sends its answer with the form.
   Without this file a code does the same. */
"use strict";
(() => {
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseCreationOptionsFromJSON) return;
  const asked = {
    create: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
    get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  };
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    let answered = false;
    form.addEventListener("submit", async (event) => {
      if (answered) return;
      event.preventDefault();
      try {
        const made = await asked[form.dataset.passkey](JSON.parse(form.dataset.options));
        form.elements.credential.value = JSON.stringify(made.toJSON());
        answered = true;
        form.requestSubmit();
      } catch {
        let line = form.querySelector(".status");
        if (!line) {
          line = document.createElement("p");
          line.className = "status bad";
          line.setAttribute("role", "status");
          form.append(line);
        }
        line.textContent = form.dataset.failed;
      }
    });
  });
})();
