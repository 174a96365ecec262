/* Ways from an application to what people do about it together. */
import type { Application } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { together } from "../../texts/together";

const tested = ["RECOMMENDED", "IN_INCUBATION", "SUBMITTED", "IN_ASSESSMENT", "IN_CORRECTION", "COMPLETED", "ENDED"];

export function TogetherLinks({ application, position }: { application: Application; position: number }) {
  const { links } = useScoped(together);
  const here = `/applications/${application.id}`;
  const later = position > 0 || application.state === "RECOMMENDED" || application.state === "IN_INCUBATION";
  const leads = application.yourRole === "COAUTHOR_LEADER";

  return (
    <nav aria-labelledby="together">
      <h2 id="together">{links.title}</h2>
      <ul>
        <li><a href={`${here}/people`}>{links.people}</a></li>
        <li><a href={`${here}/talk`}>{links.talk}</a></li>
        {later && <li><a href={`${here}/versions`}>{links.versions}</a></li>}
        {later && leads && <li><a href={`${here}/cooperation`}>{links.cooperation}</a></li>}
        {later && tested.includes(application.state) && <li><a href={`${here}/diary`}>{links.diary}</a></li>}
      </ul>
    </nav>
  );
}
