import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useState } from "preact/hooks";
import { useTexts } from "../language/context";
import type { FieldErrors } from "./form";

interface Props {
  /** Also the field's name in the API. */
  name: string;
  label: string;
  help?: string;
  errors: FieldErrors;
  type?: "text" | "email" | "password" | "date" | "url" | "datetime-local";
  autocomplete: string;
  /** What stands there at first. */
  value?: string | undefined;
}

export interface FrameProps extends Pick<Props, "name" | "label" | "help" | "errors"> {
  children: ComponentChildren;
}

export function describedBy({ name, help, errors }: Pick<Props, "name" | "help" | "errors">): string | undefined {
  const ids = [help && `${name}-help`, errors[name] && `${name}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

export function Frame({ name, label, help, errors, children }: FrameProps) {
  return (
    <div class={errors[name] ? "field wrong" : "field"}>
      <label for={name}>{label}</label>
      {help && <p class="quiet" id={`${name}-help`}>{help}</p>}
      {errors[name] && <p class="error" id={`${name}-error`}>{errors[name]}</p>}
      {children}
    </div>
  );
}

/* The cast: Preact's types know which roles go with which type, but only of a literal one. */
function Input({ type, autocomplete, value, ...field }: Props) {
  const attributes = {
    id: field.name,
    name: field.name,
    type,
    autocomplete,
    defaultValue: value,
    autocapitalize: type === "password" ? "none" : undefined,
    spellcheck: false,
    "aria-describedby": describedBy(field),
    "aria-invalid": field.errors[field.name] ? true : undefined,
  } as InputHTMLAttributes<HTMLInputElement>;

  return <input {...attributes} />;
}

export function TextField({ type = "text", ...field }: Props) {
  return <Frame {...field}><Input type={type} {...field} /></Frame>;
}

/** Can be shown, so that a long password is typed right the first time. */
export function PasswordField(field: Omit<Props, "type">) {
  const texts = useTexts();
  const [shown, setShown] = useState<boolean | null>(null);

  return (
    <Frame {...field}>
      <div class="with-button">
        <Input {...field} type={shown ? "text" : "password"} />
        <button class="button plain" type="button" aria-controls={field.name}
          aria-label={shown ? texts.forms.hideLong : texts.forms.showLong}
          onClick={() => setShown(!shown)}>
          {shown ? texts.forms.hide : texts.forms.show}
        </button>
      </div>
      <span class="unseen" role="status">
        {shown === null ? "" : shown ? texts.forms.shown : texts.forms.hiddenNow}
      </span>
    </Frame>
  );
}
