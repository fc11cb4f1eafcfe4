import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";
import { type Given, judge } from "./answer.ts";
import type { ChapterName, Question } from "./chapter.ts";
import { formulaName } from "./formula.tsx";
import { noteRight, progress } from "./progress.ts";
import { Prose } from "./prose.tsx";
import { courseTexts } from "./texts.ts";

interface QuestionProps {
  readonly chapter: ChapterName;
  readonly question: Question;
  /** From 1. */
  readonly number: number;
}

/** A question with its answer checked; a wrong one may be tried again. */
export function QuestionCard({ chapter, question, number }: QuestionProps): VNode {
  const given = useSignal<Given | null>(null);
  const outcome = useSignal<"right" | "wrong" | "empty" | "shown" | null>(null);
  const texts = textsIn(courseTexts);
  const done = progress.value[chapter]?.includes(question.id) ?? false;
  const check = (event: Event) => {
    event.preventDefault();
    const judged = given.value === null ? null : judge(question, given.value);
    outcome.value = judged === null ? "empty" : judged ? "right" : "wrong";
    if (judged === true) noteRight(chapter, question.id);
  };
  const give = (value: Given) => {
    given.value = value;
    outcome.value = null;
  };
  return (
    <form class="question card" onSubmit={check} data-question={question.id} noValidate>
      <fieldset>
        <legend id={`ask-${chapter}-${question.id}`}>
          <span class="number">
            {texts.question(number)}
            {done && <span class="done"> ✓</span>}
          </span>{" "}
          <Prose text={question.ask} />
        </legend>
        <Answer chapter={chapter} question={question} given={given.value} onGive={give} />
      </fieldset>
      <p class="buttons">
        <button type="submit">{texts.check}</button>
        {outcome.value === "wrong" && (
          <button type="button" onClick={() => (outcome.value = "shown")}>
            {texts.solution}
          </button>
        )}
      </p>
      <div role="status" class={`outcome ${outcome.value ?? ""}`}>
        {outcome.value !== null && (
          <Outcome question={question} outcome={outcome.value} given={given.value} />
        )}
      </div>
    </form>
  );
}

interface AnswerProps {
  readonly chapter: ChapterName;
  readonly question: Question;
  readonly given: Given | null;
  readonly onGive: (value: Given) => void;
}

function Answer({ chapter, question, given, onGive }: AnswerProps): VNode {
  const name = `${chapter}-${question.id}`;
  if (question.kind === "choice") {
    return (
      <ul class="options">
        {question.options.map((option, place) => (
          <li key={option}>
            <label>
              <input
                type="radio"
                name={name}
                aria-label={formulaName(option)}
                checked={given === place}
                onChange={() => onGive(place)}
              />
              <span>
                <Prose text={option} />
              </span>
            </label>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <input
      type="text"
      class="typed"
      inputMode={question.kind === "number" ? "decimal" : "text"}
      autocomplete="off"
      spellcheck={false}
      maxLength={80}
      aria-labelledby={`ask-${name}`}
      value={given === null ? "" : String(given)}
      onInput={({ currentTarget }) => onGive(currentTarget.value)}
    />
  );
}

interface OutcomeProps {
  readonly question: Question;
  readonly outcome: "right" | "wrong" | "empty" | "shown";
  readonly given: Given | null;
}

function Outcome({ question, outcome, given }: OutcomeProps): VNode {
  const texts = textsIn(courseTexts);
  if (outcome === "empty") {
    const isText = typeof given === "string" && given.trim() !== "";
    return <p>{question.kind === "choice" ? texts.choose : isText ? texts.noNumber : texts.empty}</p>;
  }
  if (outcome === "right") {
    return (
      <p>
        <Prose text={question.right} />
      </p>
    );
  }
  return (
    <>
      <p>
        {outcome === "wrong" && <strong>{texts.wrong} </strong>}
        <Prose text={question.wrong} />
      </p>
      {outcome === "shown" && (
        <p>
          <strong>{texts.answerIs}</strong> <Prose text={solution(question)} />
        </p>
      )}
    </>
  );
}

function solution(question: Question): string {
  if (question.kind === "choice") return question.options[question.answer]!;
  return question.kind === "number" ? String(Number(question.answer.toFixed(4))) : question.answers[0]!;
}
