/* The sixteen voivodeships by their TERYT numbers (domain.md 5.5). Their names are the same in both
 * languages; a partner's own short name stands as it is. */
export const voivodeships: Readonly<Record<string, string>> = {
  "02": "dolnośląskie",
  "04": "kujawsko-pomorskie",
  "06": "lubelskie",
  "08": "lubuskie",
  "10": "łódzkie",
  "12": "małopolskie",
  "14": "mazowieckie",
  "16": "opolskie",
  "18": "podkarpackie",
  "20": "podlaskie",
  "22": "pomorskie",
  "24": "śląskie",
  "26": "świętokrzyskie",
  "28": "warmińsko-mazurskie",
  "30": "wielkopolskie",
  "32": "zachodniopomorskie",
};

export function regionName(region: string): string {
  return voivodeships[region] ?? region;
}

export const voivodeshipCodes: readonly string[] = Object.keys(voivodeships).sort();
