//! The subtags that a tag of a documentation tree may have, and other names of locales. Lists are sorted.

/// The languages in which documentation is commonly published. A bare code of another language is no locale, so that a folder `go` or
/// `ts` is none.
pub(super) const LANGUAGES: &[&str] = &[
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km",
    "kn", "ko", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "nb", "ne", "nl", "nn", "no", "pa", "pl", "pt",
    "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zh",
];

/// More languages into which software is translated. They need a script, a region or a variant to be a locale.
pub(super) const RARE_LANGUAGES: &[&str] = &[
    "arn", "ba", "bo", "br", "ceb", "chr", "ckb", "co", "cv", "dsb", "dv", "dz", "eo", "fo", "fy", "gd", "gn", "gsw",
    "ha", "haw", "hsb", "ht", "ia", "ig", "ii", "iu", "jv", "kl", "kok", "ku", "ky", "la", "lb", "mg", "mi", "moh",
    "my", "nso", "oc", "or", "prs", "ps", "qps", "qu", "quc", "quz", "rm", "rw", "sa", "sah", "sd", "se", "si", "sma",
    "smj", "smn", "sms", "so", "st", "syr", "tg", "ti", "tk", "tl", "tn", "ts", "tt", "tzm", "ug", "wo", "xh", "yi",
    "yo", "zgh", "zu",
];

/// Scripts of ISO 15924, and `Ploc`, which the pseudo-locale `qps-ploc` has.
pub(super) const SCRIPTS: &[&str] = &[
    "Adlm", "Arab", "Armn", "Beng", "Cans", "Cher", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Gujr", "Guru", "Hang",
    "Hans", "Hant", "Hebr", "Hira", "Jpan", "Kana", "Khmr", "Knda", "Kore", "Laoo", "Latn", "Mlym", "Mong", "Mymr",
    "Nkoo", "Olck", "Orya", "Ploc", "Sinh", "Syrc", "Taml", "Telu", "Tfng", "Thaa", "Thai", "Tibt", "Vaii", "Yiii",
];

/// Regions of ISO 3166-1, and codes that are used beside them: `UK`, `XK`, and `XA`, `XB`, `XL` of pseudo-locales.
pub(super) const REGIONS: &[&str] = &[
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
    "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CC",
    "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ",
    "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB",
    "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GT", "GU", "GW", "GY", "HK", "HN", "HR",
    "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH",
    "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY",
    "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV",
    "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE",
    "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA",
    "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY",
    "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG",
    "UK", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "XA", "XB", "XK", "XL", "YE", "YT",
    "ZA", "ZM", "ZW",
];

/// Registered variants that documentation uses, and those of pseudo-locales.
pub(super) const VARIANTS: &[&str] = &[
    "1901", "1996", "arevela", "arevmda", "baku1926", "fonipa", "oxendict", "ploca", "plocm", "polyton", "scouse",
    "tarask", "valencia",
];

/// Names that people give to locales, and their tags: codes of countries, and old codes.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("cn", "zh-CN"),
    ("cz", "cs"),
    ("iw", "he"),
    ("jp", "ja"),
    ("kr", "ko"),
    ("ptbr", "pt-BR"),
    ("tw", "zh-TW"),
    ("ua", "uk"),
    ("zh-chs", "zh-Hans"),
    ("zh-cht", "zh-Hant"),
];

/// Language codes that are also common folder names. A path component of this name alone is not a locale.
pub(super) const AMBIGUOUS_ALONE: &[&str] = &["am", "as", "be", "id", "is", "ms", "my", "no", "or", "so", "te", "to"];
