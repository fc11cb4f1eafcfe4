import { type ChapterText, equation, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { pictures, search } from "../numbers/picture-search.ts";

const rain = pictures.findIndex(({ name }) => name === "rain");
const soft = search([1, 1, 0], 1);
const hard = search([1, 1, 0], 4);

export const text: ChapterText = {
  lead: "Attention is a search whose answer is a mixture. Its three terms come from search, too.",
  sections: [
    {
      id: "search",
      title: "Searching a shelf of pictures",
      blocks: [
        prose`The widget is a shelf with four pictures. Each has tags: how warm, how wet and how dark the scene is. You say what you are looking for. It is compared with the tags, and the best match comes out.`,
        table(
          ["role", "in the search", "in attention"],
          ["**Query**", "what you look for", "the question of one output position: the decoder's state"],
          ["**Key**", "the tags of each picture", "what each input word is compared by; it gives the score"],
          [
            "**Value**",
            "the picture itself",
            "what each input word contributes; it is averaged with the weights",
          ],
        ),
        prose`Look for something [warm and wet](?q=1,1,0&beta=4): the rain comes out, with the weight ${decimal(hard.weights[rain]!, 3)}.`,
      ],
    },
    {
      id: "soft",
      title: "Hard and soft",
      blocks: [
        prose`A database returns one record: its search is **hard**. Attention returns a mixture of all, weighted by how well they match: its search is **soft**. [Lower $\beta$ to 1](?q=1,1,0&beta=1) and the rain has only ${decimal(soft.weights[rain]!, 2)}; the other pictures shine through. Why mix them? Because choosing the best has no gradient, and mixing has one. Gradient descent can learn only what can be differentiated.`,
        equation`\begin{aligned} \alpha &= \operatorname{softmax}(\beta\, q \cdot k_1, \ldots, \beta\, q \cdot k_T) \\ \text{output} &= \sum_{s=1}^{T} \alpha_s\, v_s \end{aligned}`,
      ],
    },
    {
      id: "apart",
      title: "Why key and value are two things",
      blocks: [
        prose`What makes a thing easy to find need not be what you want from it: you search by tags and get a picture. So key and value are made from the same encoder state $h^s$ by two matrices, and the query from the decoder's state by a third:`,
        equation`\begin{aligned} q_t &= W_Q\, s^t \\ k_s &= W_K\, h^s \\ v_s &= W_V\, h^s \end{aligned}`,
        prose`In the last chapter key and value were the same, $h^s$ itself; that is the special case without matrices. Where queries come from the decoder and keys and values from the encoder, it is called **source–target attention** (cross-attention). Where all three come from the same sequence, it is **self-attention**. [Ask for nothing](?q=0,0,0&beta=1) and all four pictures are mixed alike.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "roles",
      ask: "A reader types words into a search box and gets an article. Which is the key?",
      options: [
        "The words that were typed",
        "The tags by which articles are compared with them",
        "The article",
        "The search box",
      ],
      answer: 1,
      right: "Yes. The typed words are the query, the article is the value.",
      wrong:
        "The query is what one looks for, the value is what one gets. The key is what the two are matched by.",
    },
    {
      kind: "choice",
      id: "source",
      ask: "In the attention of a seq2seq model, where do key and value come from?",
      options: [
        "Both from the encoder's states",
        "Both from the decoder's state",
        "The key from the decoder, the value from the encoder",
        "From the embedding of the right output",
      ],
      answer: 0,
      right: "Yes, and the query comes from the decoder.",
      wrong: "The decoder asks, so its state is the query. What is searched is the input.",
    },
    {
      kind: "number",
      id: "mix",
      ask: "Two values are 10 and 2, and their weights 0.75 and 0.25. What comes out?",
      answer: 0.75 * 10 + 0.25 * 2,
      tolerance: 0.005,
      right: "Right: 7.5 + 0.5.",
      wrong: "It is the weighted mean: 0.75 · 10 + 0.25 · 2.",
    },
    {
      kind: "word",
      id: "self",
      ask: "Queries, keys and values all come from the same sequence. What is this kind of attention called?",
      answers: ["self-attention", "self attention", "自己注意", "セルフアテンション", "自己アテンション"],
      right: "Right. The Transformer is built on it.",
      wrong: "The sequence attends to itself: it is self-attention.",
    },
  ],
};
