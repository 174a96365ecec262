import { useState } from "preact/hooks";
import type { PanelMember } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { panel } from "../../texts/panel";

interface Props {
  members: readonly PanelMember[];
  button: string;
  busy: boolean;
  onSave: (present: string[]) => void;
}

/** Who is in the room. */
export function Presence({ members, button, busy, onSave }: Props) {
  const { plan, room } = useScoped(panel);
  const [present, setPresent] = useState<readonly string[]>(members.filter((each) => each.present).map(({ userId }) => userId));

  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      onSave([...present]);
    }}>
      <fieldset class="field">
        <legend>{room.presence}</legend>
        {members.map(({ userId, name, chair, voting }) => (
          <div class="choice" key={userId}>
            <input type="checkbox" id={`there-${userId}`} checked={present.includes(userId)} onChange={(event) =>
              setPresent(event.currentTarget.checked ? [...present, userId] : present.filter((each) => each !== userId))} />
            <label for={`there-${userId}`}>
              <span lang="pl">{name}</span> <span class="quiet">({plan.roles[chair ? "chair" : voting ? "voting" : "adviser"]})</span>
            </label>
          </div>
        ))}
      </fieldset>
      <button class="button" type="submit" aria-disabled={busy}>{button}</button>
    </form>
  );
}
