import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type GrantTexts } from "./pl";

export const grant: Scoped<GrantTexts> = { pl, en };
