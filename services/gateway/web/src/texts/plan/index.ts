import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Plan } from "./pl";

export const plan: Scoped<Plan> = { pl, en };
