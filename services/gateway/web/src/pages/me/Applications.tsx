import type { Application } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";

function When({ application }: { application: Application }) {
  const { language, texts } = useLanguage();
  const { submittedAt, savedAt } = application;

  if (submittedAt) return <>{texts.me.submittedAt}: {formatMoment(submittedAt, language)}</>;
  return savedAt ? <>{texts.me.savedAt}: {formatMoment(savedAt, language)}</> : null;
}

/** My applications: the state of each as a plain sentence. */
export function Applications({ applications }: { applications: Application[] }) {
  const { texts } = useLanguage();

  return (
    <section aria-labelledby="applications">
      <h2 id="applications">{texts.me.applications}</h2>
      {applications.length === 0 && <p>{texts.me.noApplications}</p>}
      <ul class="cards">
        {applications.map((application) => (
          <li key={application.id} class="card">
            {application.number && <p class="code">{application.number}</p>}
            <h3 lang={application.title ? "pl" : undefined}>
              <a href={`/applications/${application.id}`}>{application.title || texts.me.untitled}</a>
            </h3>
            <p>{texts.me.state[application.state]}</p>
            <p class="quiet"><When application={application} /></p>
          </li>
        ))}
      </ul>
    </section>
  );
}
