const box = document.getElementById("search");
const shown = document.getElementById("shown");
const rows = [...document.querySelectorAll("tbody tr")].map(row => [row, row.textContent.toLowerCase()]);
box.parentElement.hidden = false;
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let many = 0;
  for (const [row, text] of rows) {
    row.hidden = !words.every(word => text.includes(word));
    many += row.hidden ? 0 : 1;
  }
  shown.textContent = `${many} of ${rows.length}`;
});
