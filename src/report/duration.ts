import type { ReportLanguage } from "./report-language.ts";

const units: Readonly<Record<ReportLanguage, { s: string; min: string; h: string; between: string }>> = {
  en: { s: " s", min: " min", h: " h", between: " " },
  ja: { s: "秒", min: "分", h: "時間", between: "" },
};

/** A span of time as people say it: "8 s", "4 min 03 s", "2 h 05 min"; "8秒", "4分03秒", "2時間05分". */
export function duration(seconds: number, language: ReportLanguage = "en"): string {
  const { s, min, h, between } = units[language];
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${s}`;
  const two = (value: number): string => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)}${min}${between}${two(whole % 60)}${s}`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)}${h}${between}${two(minutes % 60)}${min}`;
}
