import type { Innovations } from "./pl";

export const en: Innovations = {
  title: "Innovations in my care",
  lead: "These are the innovations that you accompany. When the commission is about to decide a stage, write what you think of it.",
  none: "You accompany no innovation now. Coordinators appoint carers.",
  due: "The decision waits for your opinion",
  closed: "This stage waits for no opinion.",
  written: (day) => `Opinion of ${day}`,
  recommendation: "What do you recommend?",
  recommendations: { GO_ON: "Go on", RETURN: "Write it again", STOP: "Do not go on" },
  opinion: "Opinion",
  opinionHelp: "At least 20 characters: how the test went, what the team can do, what comes next. The innovator reads it after the decision.",
  save: "Save the opinion",
  saved: "The opinion is saved. You may change it until the decision.",
  chooseRecommendation: "Choose what you recommend.",
  writeOpinion: "Write an opinion of at least 20 characters.",
  change: "Change the opinion",
  write: "Write an opinion",
  versions: "Versions to read, and comments",
  diary: "Log of the test",
};
