import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Mailings } from "./pl";

export const mailings: Scoped<Mailings> = { pl, en };
