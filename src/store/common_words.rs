//! Words that nothing is found by: nearly every text has them.

/// In lower case and without accents, as words are folded.
const COMMON: &[&str] = &[
    "about", "aber", "all", "als", "am", "an", "and", "any", "are", "as", "at", "auf", "aus",
    "auch", "be", "been", "bei", "bin", "bitte", "but", "by", "can", "cannot", "could", "da",
    "danke", "das", "dass", "de", "dem", "den", "der", "des", "did", "die", "do", "does", "doesn",
    "don", "du", "ein", "eine", "einen", "einer", "er", "es", "est", "et", "for", "from", "fur",
    "get", "good", "had", "has", "hat", "have", "he", "hello", "help", "her", "hi", "his", "how",
    "ich", "if", "ihr", "il", "im", "in", "is", "isn", "ist", "it", "its", "je", "just", "kann",
    "kein", "know", "la", "le", "les", "man", "me", "mein", "meine", "mir", "mit", "morning", "my",
    "need", "new", "nicht", "no", "not", "noch", "now", "oder", "of", "on", "one", "or", "our",
    "out", "please", "que", "she", "sich", "sie", "sind", "since", "so", "some", "someone", "than",
    "thank", "thanks", "that", "the", "their", "them", "there", "they", "this", "to", "today",
    "um", "un", "und", "une", "uns", "us", "use", "very", "von", "want", "war", "was", "we",
    "were", "what", "when", "where", "which", "who", "why", "wie", "will", "wir", "with", "won",
    "would", "you", "your", "zu", "zum", "zur",
];

/// Whether it is one of them, or a single letter.
pub(super) fn is_common(folded: &str) -> bool {
    folded.chars().nth(1).is_none() || COMMON.contains(&folded)
}
