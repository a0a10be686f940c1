// In a browser too old for the rest of the page: shows at once that it will not do, with the address.
function tell() {
  if (document.documentElement.hasAttribute("data-runs")) return;
  const notices = document.querySelectorAll("[data-cannot]");
  for (let n = 0; n < notices.length; n += 1) {
    notices[n].hidden = false;
    notices[n].querySelector("input").value = location.href;
  }
}

window.addEventListener("load", tell);
