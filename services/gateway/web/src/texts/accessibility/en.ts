import type { Accessibility } from "./pl";

export const en: Accessibility = {
  title: "Accessibility declaration",
  ask: {
    title: "Ask for accessibility",
    place: "What is it about?",
    placeHelp: "The address of a page, the name of a document, or a part of one.",
    problem: "What is not accessible?",
    wish: "In which way would you rather have it? (optional)",
    wishHelp: "For example: read aloud by telephone, in large print, as a text instead of a film.",
    name: "Your name",
    contact: "How are we to answer?",
    contactHelp: "An e-mail address, a telephone number or a postal address.",
    submit: "Send the request",
    sent: (number) => `The request is sent. Its number: ${number}.`,
    until: (when) => `The operator answers by ${when} at the latest.`,
    missing: {
      place: "Say what it is about.",
      problem: "Say what is not accessible.",
      name: "Give your name.",
      contact: "Say how we are to answer.",
    },
  },
};
