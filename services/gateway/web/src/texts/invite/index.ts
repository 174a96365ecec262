import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Invite } from "./pl";

export const invite: Scoped<Invite> = { pl, en };
