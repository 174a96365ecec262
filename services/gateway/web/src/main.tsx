import { render } from "preact";
import { LanguageProvider } from "./language/context";
import { NotFoundPage } from "./pages/NotFoundPage";
import { InboxProvider } from "./live/context";
import { Footer } from "./parts/Footer";
import { Header } from "./parts/Header";
import { LocationProvider, useLocation } from "./router/location";
import { findPage } from "./router/pages";
import { SessionProvider } from "./session";
import "./styles/main.css";

const isPage = (path: string) => findPage(path) !== null;

function Client() {
  const { path } = useLocation();
  const found = findPage(path);

  return (
    <>
      <Header />
      <main id="content" tabIndex={-1}>
        {found ? <found.Component key={path} {...found.parameters} /> : <NotFoundPage />}
      </main>
      <Footer />
    </>
  );
}

const place = document.getElementById("client");
if (place) {
  place.textContent = "";
  render(
    <LanguageProvider>
      <LocationProvider isPage={isPage}>
        <SessionProvider>
          <InboxProvider>
            <Client />
          </InboxProvider>
        </SessionProvider>
      </LocationProvider>
    </LanguageProvider>, place);
}
