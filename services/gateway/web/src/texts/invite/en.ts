import type { Invite } from "./pl";

const people = (count: number) => `${count} ${count === 1 ? "person" : "people"}`;

export const en: Invite = {
  link: "Invite assessors",
  title: "Invite assessors",
  lead: "Paste a list, one person a line. Each gets a letter with a link that works for 14 days; whoever has no account opens one with it.",
  list: "People",
  listHelp: "Name, comma, e-mail address. At most 50 at once. For example: Anna Nowak, anna@example.org",
  region: "The region in which they will assess",
  submit: "Send the invitations",
  empty: "Write at least one person.",
  unreadable: (lines) => `These lines lack a name or a valid address: ${lines}.`,
  tooMany: (count) => `There are ${people(count)} on the list. Invite at most 50 at once.`,
  chooseRegion: "Choose the region.",
  sent: (count) => count === 0 ? "No invitation went out." : `Invited: ${people(count)}.`,
  left: "These people stay on the list; correct them and send again:",
  waiting: "Invitations that wait",
  none: "No invitation waits.",
  name: "Person",
  email: "Address",
  until: "Works until",
  act: "What to do",
  takeBack: "Take back",
  takenBack: "The invitation is taken back.",
};
