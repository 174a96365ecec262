import { createContext, type ComponentChildren } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import { en } from "../texts/en";
import { pl, type Texts } from "../texts/pl";
import { rememberedLanguage, rememberLanguage, type Language } from "./languages";

const texts: Record<Language, Texts> = { pl, en };

interface Choice {
  language: Language;
  texts: Texts;
  choose: (language: Language) => void;
}

const Context = createContext<Choice>({ language: "pl", texts: pl, choose: () => {} });

export function useLanguage(): Choice {
  return useContext(Context);
}

export function useTexts(): Texts {
  return useContext(Context).texts;
}

export function LanguageProvider({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState(rememberedLanguage);
  const choose = (next: Language) => {
    rememberLanguage(next);
    setLanguage(next);
  };

  /* Before any effect of a page: requests send the language of the document. */
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <Context.Provider value={{ language, texts: texts[language], choose }}>
      {children}
    </Context.Provider>
  );
}
