// What makes the upload pleasanter: a file may be dropped anywhere on the box, and one that is too large is not sent at all.
"use strict";

document.querySelectorAll("form.upload").forEach((form) => {
  const box = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector(".chosen");
  const limit = Number(form.dataset.limitMb) * 1024 * 1024;

  const look = () => {
    const file = input.files[0];
    const tooLarge = Boolean(file) && file.size > limit;
    said.textContent = !file ? "" : tooLarge ? form.dataset.tooLarge : `${file.name} · ${(file.size / 1024).toFixed(file.size < 10240 ? 1 : 0)} KB`;
    said.classList.toggle("wrong", tooLarge);
    return Boolean(file) && !tooLarge;
  };

  input.addEventListener("change", look);
  form.addEventListener("submit", (event) => {
    if (!look()) {
      event.preventDefault();
      input.focus();
    } else {
      form.querySelector("[type=submit]").setAttribute("aria-busy", "true");
    }
  });
  window.addEventListener("pageshow", () => form.querySelector("[type=submit]").removeAttribute("aria-busy"));

  ["dragenter", "dragover"].forEach((name) => box.addEventListener(name, (event) => {
    event.preventDefault();
    box.classList.add("over");
  }));
  ["dragleave", "drop"].forEach((name) => box.addEventListener(name, () => box.classList.remove("over")));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      if (look()) form.requestSubmit();
    }
  });
});

document.getElementById("problem")?.focus();
