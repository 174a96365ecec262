import type { Versions } from "./pl";

export const en: Versions = {
  title: "Versions of the form",
  lead: "Whoever began an application before a change goes on with their version, until they take the newer one themselves.",
  version: (number) => `Version ${number}`,
  first: "Announced with the call.",
  added: "New questions",
  retired: "No longer asked",
  changed: "Other rules for answers",
  reworded: "Questions in other words",
  onlyOrder: "The questions are the same; their order or the words about a part changed.",
  newer: "The form has a newer version",
  newerLead: "You can finish the application with your version, or take the newer one. Your answers stay.",
  take: "Take the newer version",
  note: "What changes, and why",
  noteHelp: "Everybody who began an application reads this. For example: We added a question about accessibility because 20 people rang about it.",
  noteMissing: "Write in Polish what changes, and why.",
};
