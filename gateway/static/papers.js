/* Photos of papers: a large one is made smaller before it travels. Without this file it is sent as
   it is, and the server makes it smaller. */
"use strict";
(() => {
  const LONG_SIDE = 2400, ENOUGH = 1500000;
  document.querySelectorAll("input[type=file][data-photo]").forEach((field) => field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file || !file.type.startsWith("image/") || file.size < ENOUGH || !window.createImageBitmap) return;
    try {
      const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONG_SIDE / Math.max(photo.width, photo.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(photo.width * scale);
      canvas.height = Math.round(photo.height * scale);
      const drawn = canvas.getContext("2d");
      drawn.fillStyle = "#fff";
      drawn.fillRect(0, 0, canvas.width, canvas.height);
      drawn.drawImage(photo, 0, 0, canvas.width, canvas.height);
      const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!smaller || smaller.size >= file.size || field.files[0] !== file) return;
      const chosen = new DataTransfer();
      chosen.items.add(new File([smaller], "photo.jpg", { type: "image/jpeg" }));
      field.files = chosen.files;
    } catch { /* the file goes as it is; whoever reads it says what is wrong with it */ }
  }));
})();
