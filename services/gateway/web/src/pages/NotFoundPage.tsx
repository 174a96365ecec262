import { useTexts } from "../language/context";
import { Page } from "../parts/Page";

export function NotFoundPage() {
  const texts = useTexts();

  return (
    <Page title={texts.notFound.title}>
      <p>{texts.notFound.lead}</p>
      <p><a href="/">{texts.notFound.back}</a></p>
    </Page>
  );
}
