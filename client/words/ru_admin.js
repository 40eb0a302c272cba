/** What the page says in Russian to those who keep the house, and to who comes with their link. */

/** @satisfies {Record<string, import("./words.js").Phrase>} */
export const ruHouse = {
  "house.title": "Дом",
  "house.invitations": "Приглашения",
  "house.invite_text":
    "Кто откроет ссылку-приглашение, сможет войти или создать учётную запись, в течение 30 дней.",
  "house.invite": "Создать ссылку-приглашение",
  "house.shown_once": "Скопируйте ссылку сейчас: она показана только раз",
  "house.until": "до: {time}, от {name}",
  "house.renew": "Обновить",
  "house.revoke": "Отозвать",
  "house.seen": "здесь: {time}",
  "house.not_seen": "давно не было",
  "house.password": "Ссылка на новый пароль",
  "house.password_text":
    "{name} больше не в системе. По этой ссылке можно один раз выбрать новый пароль, в течение трёх дней.",
  "house.make_admin": "Сделать администратором",
  "house.no_admin": "Больше не администратор",
  "house.export": "Всё сказанное (.tar)",
  "house.rename": "Переименовать",
  "house.new_name": "Новое имя",
  "house.renamed": "{name} теперь {to}, с тем же паролем.",
  "house.remove": "Удалить",
  "house.ask_remove":
    "Удалить {name}? Учётной записи не станет, а имя больше никто не сможет взять.",
  "house.words": "Удалить также всё сказанное и отправленное",
  "house.removed": "Пользователь {name} удалён.",
  "house.nobody_out": "Ограничений нет",
  "reset.title": "Выберите новый пароль для {name}",
};
