import type { Bids } from "./pl";

export const en: Bids = {
  title: "Which applications would you like to assess?",
  link: (call) => `Say what you would like to assess: ${call}`,
  lead: "This is not the assignment yet. The better we know what you know and like, the better it will be.",
  conflictHelp: "If you know the applicant or have a part in it, choose conflict: you will never get that application.",
  untitled: "Application without a title",
  bids: { BID_GLADLY: "gladly", BID_IF_NEEDED: "if needed", BID_RATHER_NOT: "rather not", BID_CONFLICT: "conflict" },
  topics: "Topics",
  save: "Save",
  saving: "Saving…",
  saved: (count) => `${count} ${count === 1 ? "answer" : "answers"} saved.`,
  unsaved: (count) => `${count} ${count === 1 ? "change waits" : "changes wait"} to be saved.`,
  none: "There are no applications that we ask about now.",
  back: "My cards",
};
