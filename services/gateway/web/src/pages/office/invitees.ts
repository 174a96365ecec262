/* A pasted list of people. Pure. */

export const INVITEES_MAX = 50;

export interface Invitee {
  line: string;
  name: string;
  email: string;
}

export interface Invitees {
  people: Invitee[];
  /** Numbers of lines, from 1, that say no name or no address. */
  unreadable: number[];
}

/* What surely is no address; the rest is judged by the API, person by person. */
const address = /^[^@\s]+@[a-z0-9.-]+\.[a-z]{2,}$/i;

/* Spreadsheets put tabs or semicolons between columns, mail programs angle brackets around an address. */
function readLine(line: string): Invitee | null {
  const parts = line.split(/[,;\t<>]/).map((part) => part.trim()).filter((part) => part !== "");
  const email = parts.find((part) => address.test(part));
  const name = parts.filter((part) => part !== email).join(" ");

  return email && name ? { line, name, email } : null;
}

/** Empty lines are none. */
export function readInvitees(text: string): Invitees {
  const found: Invitees = { people: [], unreadable: [] };

  text.split("\n").forEach((line, at) => {
    if (line.trim() === "") return;
    const person = readLine(line.trim());
    if (person) found.people.push(person);
    else found.unreadable.push(at + 1);
  });
  return found;
}
