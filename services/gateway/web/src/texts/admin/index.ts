import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Admin } from "./pl";

export const admin: Scoped<Admin> = { pl, en };
