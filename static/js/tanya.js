// Asks before a step that cannot be taken back: data-tanya="sentence" on a form or on one of its
// buttons, data-batal="no" on the form. Without JavaScript the form is simply sent. The yes button
// bears the words of the button that was pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const pressed = event.submitter;
  const sentence = pressed?.dataset.tanya ?? form.dataset.tanya;
  if (!sentence || form.dataset.setuju) return;
  event.preventDefault();
  ask(form, pressed, sentence);
});

function ask(form, pressed, sentence) {
  const dialog = document.createElement("dialog");
  dialog.className = "tanya";
  const words = document.createElement("p");
  words.textContent = sentence;
  words.id = "tanya-kalimat";
  dialog.setAttribute("aria-labelledby", words.id);
  const go = () => {
    form.dataset.setuju = "1";
    form.requestSubmit(pressed);
  };
  const row = document.createElement("div");
  row.className = "jajar";
  row.append(
    button(form.dataset.batal, "tbl dua_", dialog),
    button(pressed.textContent, "tbl bahaya", dialog, go),
  );
  dialog.append(words, row);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function button(text, look, dialog, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = text;
  made.addEventListener("click", () => {
    dialog.close();
    if (act) act();
  });
  return made;
}
