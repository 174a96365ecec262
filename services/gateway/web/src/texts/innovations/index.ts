import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Innovations } from "./pl";

export const innovations: Scoped<Innovations> = { pl, en };
