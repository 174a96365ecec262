import { useTexts } from "../language/context";

export function Footer() {
  const texts = useTexts();

  return (
    <footer class="site">
      <div class="inner">
        <p>{texts.footer.about} {texts.footer.time}</p>
        <ul class="menu">
          <li><a href="/deklaracja-dostepnosci">{texts.footer.accessibility}</a></li>
          <li><a href="/openapi.json">{texts.footer.api}</a></li>
          <li><a href="/licences.txt">{texts.footer.licences}</a></li>
        </ul>
      </div>
    </footer>
  );
}
