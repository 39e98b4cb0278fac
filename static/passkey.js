// Passkeys: asks the browser for one and sends its answer with the form it stands in. Where a browser cannot, nothing is offered.
"use strict";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  const said = form.querySelector("[role=status]"), adds = form.dataset.passkey === "add", options = JSON.parse(form.dataset.options);
  form.hidden = false;
  form.querySelector("button").addEventListener("click", async () => {
    said.textContent = "";
    try {
      const credential = adds
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential);
      form.requestSubmit();
    } catch {
      said.textContent = "That did not work, or was not wanted. Nothing was changed.";
    }
  });
}
