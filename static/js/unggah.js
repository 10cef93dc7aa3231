// Sends the upload form with a progress bar, and goes on to the upload's page. Without JavaScript
// (or where anything here is missing) the plain form does the same.
const form = document.querySelector("form[data-unggah]");
if (form && window.FormData) start(form);

function start(form) {
  const file = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-jatuh]");
  file.addEventListener("change", () => told(form, file));
  if (zone) dropZone(form, zone, file);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fits(form, file)) send(form);
  });
}

function dropZone(form, zone, file) {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("atas");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("atas"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    told(form, file);
  });
}

function told(form, file) {
  const chosen = file.files[0];
  part(form, "nama").textContent = chosen ? `${chosen.name} (${size(chosen.size)})` : "";
  if (fits(form, file)) faults(form, []);
}

function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
}

function fits(form, file) {
  const chosen = file.files[0];
  if (!chosen || chosen.size <= Number(form.dataset.maks)) return true;
  faults(form, [form.dataset.besar]);
  return false;
}

function send(form) {
  const request = new XMLHttpRequest();
  const bar = part(form, "batang");
  const words = part(form, "kata");
  busy(form, true);
  faults(form, []);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded * 100) / event.total);
    bar.value = percent;
    words.textContent = percent < 100 ? `${form.dataset.mengirim} ${percent}%` : form.dataset.menyimpan;
  });
  request.addEventListener("load", () => answered(form, request));
  request.addEventListener("error", () => failed(form, form.dataset.putus));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(filled(form));
}

// Signing in again in another tab changes the token; the cookie always has the one of now.
function filled(form) {
  const body = new FormData(form);
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (cookie) body.set("csrfmiddlewaretoken", cookie[1]);
  return body;
}

function answered(form, request) {
  const answer = parsed(request.responseText);
  if (request.status === 201 && answer.url) location.assign(answer.url);
  else if (answer.errors) failed(form, ...answer.errors.map((fault) => fault.message));
  else failed(form, hasNoSession(request) ? form.dataset.sesi : form.dataset.putus);
}

function hasNoSession(request) {
  return request.status === 403 || new URL(request.responseURL).pathname.endsWith("/masuk");
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function failed(form, ...sentences) {
  busy(form, false);
  faults(form, sentences);
}

function busy(form, isBusy) {
  part(form, "kemajuan").hidden = !isBusy;
  for (const button of form.querySelectorAll("button")) button.disabled = isBusy;
}

function faults(form, sentences) {
  const box = part(form, "salah");
  const list = box.querySelector("ul");
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
  box.hidden = !sentences.length;
  if (sentences.length) box.focus();
}

function part(form, name) {
  return form.querySelector(`[data-${name}]`);
}
