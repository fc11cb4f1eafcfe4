/**
 * Whether tall brackets and braces grow with what they enclose, as MathML has it. Chromium lets them grow only where a
 * reader has a font with a table for mathematics, which phones often lack; where they do not, course.css scales them.
 * @param place an element of the course, whose fonts count
 */
export function fencesGrow(place: Element): boolean {
  const probe = document.createElement("div");
  probe.className = "fence-probe";
  probe.innerHTML = "<math><mrow><mo>{</mo><mspace height='4em'></mspace></mrow></math>";
  place.append(probe);
  const [fence, content] = ["mo", "mspace"].map((name) => probe.querySelector(name)!.getBoundingClientRect());
  probe.remove();
  return fence!.height > content!.height / 2;
}
