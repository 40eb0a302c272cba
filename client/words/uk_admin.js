/** What the page says in Ukrainian to those who keep the house, and to who comes with their link. */

/** @satisfies {Record<string, import("./words.js").Phrase>} */
export const ukHouse = {
  "house.title": "Дім",
  "house.invitations": "Запрошення",
  "house.invite_text":
    "Хто відкриє посилання-запрошення, зможе увійти або створити обліковий запис, протягом 30 днів.",
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
};
