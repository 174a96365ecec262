import type { Adoption } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import type { FieldErrors } from "../../parts/form";
import { AreaField, CheckField, SelectField } from "../../parts/moreFields";
import { library } from "../../texts/library";
import type { Places } from "./places";
import { zlotyOf } from "./plan";

interface Props {
  plan?: Adoption["plan"] | undefined;
  places: Places;
  errors: FieldErrors;
}

export function PlanFields({ plan, places, errors }: Props) {
  const { adopt: words } = useScoped(library);

  return (
    <>
      <TextField name="institution" label={words.institution} autocomplete="organization" errors={errors} value={plan?.institution} />
      <SelectField name="place" label={words.place} errors={errors} options={[["", words.placeChoose]]} groups={places.groups}
        value={plan?.place.slice(0, 4)} />
      <TextField name="startedOn" type="date" label={words.startedOn} help={words.startedOnHelp} autocomplete="off" errors={errors}
        value={plan?.startedOn} />
      <TextField name="scale" label={words.scale} help={words.scaleHelp} autocomplete="off" errors={errors} value={plan?.scale} />
      <TextField name="cost" label={words.cost} autocomplete="off" errors={errors} value={plan && zlotyOf(plan.costGrosze)} />
      <AreaField name="changed" label={words.changed} errors={errors} value={plan?.changed} />
      <TextField name="contact" label={words.contact} help={words.contactHelp} autocomplete="off" errors={errors} value={plan?.contact} />
      <div class="field"><CheckField name="namedInPublic" label={words.named} checked={plan?.namedInPublic ?? false} /></div>
    </>
  );
}
