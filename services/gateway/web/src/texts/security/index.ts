import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Security } from "./pl";

export const security: Scoped<Security> = { pl, en };
