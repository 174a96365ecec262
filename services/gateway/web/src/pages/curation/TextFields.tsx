import type { EntryText } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import type { FieldErrors } from "../../parts/form";
import { AreaField, CheckField, SelectField } from "../../parts/moreFields";
import { curation } from "../../texts/curation";
import { zlotyOf } from "../library/plan";
import { evidenceLevels, longFields } from "./entryText";

interface Props {
  text: EntryText;
  rows: number;
  errors: FieldErrors;
}

function Materials({ text, rows, errors }: Props) {
  const { entry: words } = useScoped(curation);

  return (
    <>
      {Array.from({ length: rows }, (_, at) => (
        <fieldset key={at} class="field">
          <legend>{words.material(at + 1)}</legend>
          <TextField name={`materials[${at}].title`} label={words.materialTitle} autocomplete="off" errors={errors}
            value={text.materials[at]?.title} />
          <TextField name={`materials[${at}].url`} label={words.materialUrl} type="url" autocomplete="off" errors={errors}
            value={text.materials[at]?.url} />
          <TextField name={`materials[${at}].format`} label={words.materialFormat} autocomplete="off" errors={errors}
            value={text.materials[at]?.format} />
          <CheckField name={`materials[${at}].accessible`} label={words.materialAccessible} checked={text.materials[at]?.accessible ?? false} />
        </fieldset>
      ))}
    </>
  );
}

export function TextFields({ text, rows, errors }: Props) {
  const texts = useTexts();
  const { entry: words } = useScoped(curation);
  const long = (name: (typeof longFields)[number]) =>
    name === "summary" ? words.summary : (texts.entry as unknown as Record<string, string>)[name] ?? name;

  return (
    <>
      <TextField name="title" label={words.title} autocomplete="off" errors={errors} value={text.title} />
      {longFields.map((name) => (
        <AreaField key={name} name={name} label={long(name)} rows={name === "summary" ? 3 : 5} errors={errors} value={text[name]} />
      ))}
      <TextField name="costGrosze" label={words.costGrosze} autocomplete="off" errors={errors} value={zlotyOf(text.costGrosze)} />
      <TextField name="licence" label={texts.entry.licence} help={words.licenceHelp} autocomplete="off" errors={errors} value={text.licence} />
      <TextField name="authors" label={texts.entry.authors} help={words.authorsHelp} autocomplete="off" errors={errors} value={text.authors} />
      <TextField name="contact" label={texts.entry.contact} autocomplete="off" errors={errors} value={text.contact} />
      <TextField name="themes" label={words.themes} help={words.themesHelp} autocomplete="off" errors={errors}
        value={text.themes.join(", ")} />
      <TextField name="recipientGroups" label={words.recipientGroups} help={words.recipientGroupsHelp} autocomplete="off" errors={errors}
        value={text.recipientGroups.join(", ")} />
      <SelectField name="evidenceLevel" label={words.evidenceLevel} errors={errors} value={text.evidenceLevel}
        options={[["EVIDENCE_LEVEL_UNSPECIFIED", words.notSaid],
          ...evidenceLevels.map((each) => [each, texts.facets.value[each] ?? each] as const)]} />
      <h3>{words.materials}</h3>
      <Materials text={text} rows={rows} errors={errors} />
    </>
  );
}
