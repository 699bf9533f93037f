// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// Names of countries in each language, with the article that stands inside a sentence. A country that is not here is
/// written with its code.
struct PlaceNames {
    private let english: String
    private let korean: String
    private let spanish: String

    private init(_ english: String, _ korean: String, _ spanish: String) {
        self.english = english
        self.korean = korean
        self.spanish = spanish
    }

    /// A country's name.
    ///
    /// - Parameters:
    ///   - code: two capital letters; the United Kingdom is `UK`.
    ///   - language: of the name.
    static func country(_ code: String, in language: Language) -> String? {
        countries[code].map {
            switch language {
            case .english: $0.english
            case .korean: $0.korean
            case .spanish: $0.spanish
            }
        }
    }

    /// A state's name, where the project's packs have rules of that state.
    static func state(_ jurisdiction: Jurisdiction, in language: Language) -> String? {
        guard jurisdiction.code == "US-CA" else { return nil }
        return language == .korean ? "미국 캘리포니아주" : "California"
    }

    private static let countries: [String: PlaceNames] = [
        "AE": PlaceNames("the United Arab Emirates", "아랍에미리트", "los Emiratos Árabes Unidos"),
        "AR": PlaceNames("Argentina", "아르헨티나", "Argentina"),
        "AT": PlaceNames("Austria", "오스트리아", "Austria"),
        "AU": PlaceNames("Australia", "호주", "Australia"),
        "BD": PlaceNames("Bangladesh", "방글라데시", "Bangladés"),
        "BE": PlaceNames("Belgium", "벨기에", "Bélgica"),
        "BG": PlaceNames("Bulgaria", "불가리아", "Bulgaria"),
        "BO": PlaceNames("Bolivia", "볼리비아", "Bolivia"),
        "BR": PlaceNames("Brazil", "브라질", "Brasil"),
        "CA": PlaceNames("Canada", "캐나다", "Canadá"),
        "CH": PlaceNames("Switzerland", "스위스", "Suiza"),
        "CL": PlaceNames("Chile", "칠레", "Chile"),
        "CN": PlaceNames("China", "중국", "China"),
        "CO": PlaceNames("Colombia", "콜롬비아", "Colombia"),
        "CR": PlaceNames("Costa Rica", "코스타리카", "Costa Rica"),
        "CU": PlaceNames("Cuba", "쿠바", "Cuba"),
        "CY": PlaceNames("Cyprus", "키프로스", "Chipre"),
        "CZ": PlaceNames("Czechia", "체코", "Chequia"),
        "DE": PlaceNames("Germany", "독일", "Alemania"),
        "DK": PlaceNames("Denmark", "덴마크", "Dinamarca"),
        "DO": PlaceNames("the Dominican Republic", "도미니카 공화국", "la República Dominicana"),
        "EC": PlaceNames("Ecuador", "에콰도르", "Ecuador"),
        "EE": PlaceNames("Estonia", "에스토니아", "Estonia"),
        "EG": PlaceNames("Egypt", "이집트", "Egipto"),
        "ES": PlaceNames("Spain", "스페인", "España"),
        "FI": PlaceNames("Finland", "핀란드", "Finlandia"),
        "FR": PlaceNames("France", "프랑스", "Francia"),
        "GR": PlaceNames("Greece", "그리스", "Grecia"),
        "GT": PlaceNames("Guatemala", "과테말라", "Guatemala"),
        "HK": PlaceNames("Hong Kong", "홍콩", "Hong Kong"),
        "HN": PlaceNames("Honduras", "온두라스", "Honduras"),
        "HR": PlaceNames("Croatia", "크로아티아", "Croacia"),
        "HU": PlaceNames("Hungary", "헝가리", "Hungría"),
        "ID": PlaceNames("Indonesia", "인도네시아", "Indonesia"),
        "IE": PlaceNames("Ireland", "아일랜드", "Irlanda"),
        "IL": PlaceNames("Israel", "이스라엘", "Israel"),
        "IN": PlaceNames("India", "인도", "la India"),
        "IS": PlaceNames("Iceland", "아이슬란드", "Islandia"),
        "IT": PlaceNames("Italy", "이탈리아", "Italia"),
        "JP": PlaceNames("Japan", "일본", "Japón"),
        "KE": PlaceNames("Kenya", "케냐", "Kenia"),
        "KR": PlaceNames("the Republic of Korea", "대한민국", "Corea del Sur"),
        "LI": PlaceNames("Liechtenstein", "리히텐슈타인", "Liechtenstein"),
        "LT": PlaceNames("Lithuania", "리투아니아", "Lituania"),
        "LU": PlaceNames("Luxembourg", "룩셈부르크", "Luxemburgo"),
        "LV": PlaceNames("Latvia", "라트비아", "Letonia"),
        "MA": PlaceNames("Morocco", "모로코", "Marruecos"),
        "MT": PlaceNames("Malta", "몰타", "Malta"),
        "MX": PlaceNames("Mexico", "멕시코", "México"),
        "MY": PlaceNames("Malaysia", "말레이시아", "Malasia"),
        "NG": PlaceNames("Nigeria", "나이지리아", "Nigeria"),
        "NI": PlaceNames("Nicaragua", "니카라과", "Nicaragua"),
        "NL": PlaceNames("the Netherlands", "네덜란드", "los Países Bajos"),
        "NO": PlaceNames("Norway", "노르웨이", "Noruega"),
        "NZ": PlaceNames("New Zealand", "뉴질랜드", "Nueva Zelanda"),
        "PA": PlaceNames("Panama", "파나마", "Panamá"),
        "PE": PlaceNames("Peru", "페루", "Perú"),
        "PH": PlaceNames("the Philippines", "필리핀", "Filipinas"),
        "PK": PlaceNames("Pakistan", "파키스탄", "Pakistán"),
        "PL": PlaceNames("Poland", "폴란드", "Polonia"),
        "PT": PlaceNames("Portugal", "포르투갈", "Portugal"),
        "PY": PlaceNames("Paraguay", "파라과이", "Paraguay"),
        "RO": PlaceNames("Romania", "루마니아", "Rumanía"),
        "RS": PlaceNames("Serbia", "세르비아", "Serbia"),
        "RU": PlaceNames("Russia", "러시아", "Rusia"),
        "SA": PlaceNames("Saudi Arabia", "사우디아라비아", "Arabia Saudí"),
        "SE": PlaceNames("Sweden", "스웨덴", "Suecia"),
        "SG": PlaceNames("Singapore", "싱가포르", "Singapur"),
        "SI": PlaceNames("Slovenia", "슬로베니아", "Eslovenia"),
        "SK": PlaceNames("Slovakia", "슬로바키아", "Eslovaquia"),
        "SV": PlaceNames("El Salvador", "엘살바도르", "El Salvador"),
        "TH": PlaceNames("Thailand", "태국", "Tailandia"),
        "TR": PlaceNames("Türkiye", "튀르키예", "Turquía"),
        "TW": PlaceNames("Taiwan", "대만", "Taiwán"),
        "UA": PlaceNames("Ukraine", "우크라이나", "Ucrania"),
        "UK": PlaceNames("the United Kingdom", "영국", "el Reino Unido"),
        "US": PlaceNames("the United States", "미국", "Estados Unidos"),
        "UY": PlaceNames("Uruguay", "우루과이", "Uruguay"),
        "VE": PlaceNames("Venezuela", "베네수엘라", "Venezuela"),
        "VN": PlaceNames("Viet Nam", "베트남", "Vietnam"),
        "ZA": PlaceNames("South Africa", "남아프리카공화국", "Sudáfrica"),
    ]
}
