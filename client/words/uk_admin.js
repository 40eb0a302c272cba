/** What the page says in Ukrainian to those who keep the house, and to who comes with their link. */

/** @satisfies {Record<string, import("./words.js").Phrase>} */
export const ukHouse = {
  "house.title": "Дім",
  "house.invitations": "Запрошення",
  "house.invite_text":
    "Хто відкриє посилання-запрошення, зможе увійти або створити обліковий запис.",
  "house.invite": "Створити посилання-запрошення",
  "house.shown_once": "Скопіюйте посилання зараз: його показано лише раз",
  "house.until": "до: {time}, від {name}",
  "house.renew": "Поновити",
  "house.revoke": "Скасувати",
  "house.seen": "тут: {time}",
  "house.not_seen": "давно не було",
  "house.password": "Посилання на новий пароль",
  "house.password_text":
    "{name} більше не в системі. За цим посиланням можна один раз вибрати новий пароль, протягом трьох днів.",
  "house.make_admin": "Зробити адміністратором",
  "house.no_admin": "Більше не адміністратор",
  "house.export": "Усе сказане (.tar)",
  "house.rename": "Перейменувати",
  "house.new_name": "Нове ім’я",
  "house.renamed": "{name} тепер {to}, з тим самим паролем.",
  "house.remove": "Вилучити",
  "house.ask_remove":
    "Вилучити {name}? Облікового запису не стане, а ім’я більше ніхто не зможе взяти.",
  "house.words": "Видалити також усе сказане й надіслане",
  "house.removed": "{name} вилучено.",
  "house.nobody_out": "Ніхто не обмежений",
  "reset.title": "Виберіть новий пароль для {name}",
  "house.invite_name": "Для кого воно (бачать лише адміністратори)",
  "house.invite_days": "Термін дії",
  "house.invite_uses": "Скільки людей можуть ним скористатися",
  "house.invite_picture": "QR-код посилання-запрошення, щоб відсканувати телефоном",
  "house.days": { one: "{n} день", few: "{n} дні", many: "{n} днів", other: "{n} дня" },
  "house.people": { one: "{n} людина", few: "{n} людини", many: "{n} людей", other: "{n} людини" },
  "house.any_number": "Скільки завгодно",
  "house.came": {
    one: "{n} людина долучилася",
    few: "{n} людини долучилися",
    many: "{n} людей долучилися",
    other: "{n} людини долучилося",
  },
  "house.uses_left": {
    one: "ще {n} використання",
    few: "ще {n} використання",
    many: "ще {n} використань",
    other: "ще {n} використання",
  },
  "house.used_up": "вичерпано",
  "house.expired": "термін минув",
  "house.clear": "Прибрати",
  "link.share": "Поділитися посиланням",
  "qr.local":
    "Ця адреса працює лише на цьому комп’ютері. Спершу відкрийте чат за його адресою у вашій мережі й створіть код там.",
  "handover.make": "Увійти на телефоні",
  "handover.again": "Створити новий код",
  "handover.text":
    "Відскануйте це камерою телефона. Код один раз впускає один ваш пристрій, до {time}.",
  "handover.picture": "QR-код для входу на телефоні; те саме посилання наведено нижче",
  "handover.link": "Або відкрийте це посилання на іншому пристрої",
  "handover.title":
    "Продовжити як {name} на цьому пристрої? Погоджуйтеся, лише якщо {name} — це ви.",
  "handover.take": "Продовжити як {name}",
  "handover.no": "Скасувати",
};
