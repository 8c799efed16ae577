// Makes what the pages do already a little quicker. Every page works without.

// A form that was refused: the summary of what is wrong is read first.
document.querySelector("[data-focus]")?.focus();
