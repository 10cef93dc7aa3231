// Mends cells where they stand: a tapped proposal fills its field, Enter goes to the next one, Esc
// brings back what stood there, and only changed cells are sent. Without JavaScript the plain form
// sends them all, and the server tells which were changed.
for (const form of document.querySelectorAll("form[data-sel]")) start(form);

function start(form) {
  const fields = [...form.querySelectorAll("[data-lama]")];
  for (const hint of form.querySelectorAll("[data-js]")) hint.hidden = false;
  for (const field of fields) field.addEventListener("input", () => told(form, fields));
  form.addEventListener("click", (event) => tapped(event, form, fields));
  form.addEventListener("keydown", (event) => pressed(event, form, fields));
  form.addEventListener("submit", () => send(form, fields));
  addEventListener("beforeunload", (event) => {
    if (!form.dataset.dikirim && fields.some(isChanged)) event.preventDefault();
  });
  addEventListener("pageshow", () => back(form, fields));
}

// Shown, also again by the browser's way back: nothing is sent yet.
function back(form, fields) {
  delete form.dataset.dikirim;
  for (const field of form.querySelectorAll("[name=sel], [data-lama]")) field.disabled = false;
  told(form, fields);
}

// A field of one line cannot hold line ends; the text that was given shows no change by itself.
function isChanged(field) {
  return field.value.replaceAll("\r\n", "\n") !== field.dataset.lama.replaceAll("\r\n", "\n");
}

function told(form, fields) {
  let count = 0;
  for (const field of fields) {
    field.classList.toggle("diubah", isChanged(field));
    count += isChanged(field);
  }
  const words = form.querySelector("[data-hitung]");
  if (words) words.textContent = count ? `${count} ${words.dataset.satuan}` : "";
}

function tapped(event, form, fields) {
  const button = event.target.closest("[data-usul]");
  if (!button) return;
  event.preventDefault();
  const field = button.closest("td").querySelector("[data-lama]");
  field.value = button.dataset.usul;
  told(form, fields);
  next(form, fields, field);
}

function pressed(event, form, fields) {
  const field = event.target;
  if (!fields.includes(field) || event.isComposing) return;
  if (event.key === "Escape") {
    field.value = field.dataset.lama;
    told(form, fields);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    next(form, fields, field);
  }
}

function next(form, fields, field) {
  const following = fields[fields.indexOf(field) + 1] ?? form.querySelector("[data-simpan]");
  following.focus();
  if (following.select) following.select();
}

function send(form, fields) {
  form.dataset.dikirim = "1";
  for (const field of fields) {
    const token = field.closest("td").querySelector("[name=sel]");
    field.disabled = token.disabled = !isChanged(field);
  }
}
